"""Every measure of bench/, one after another: ``python -m bench``."""

from bench import main_job, read_inventory

if __name__ == "__main__":
    read_inventory.main()
    main_job.main()
